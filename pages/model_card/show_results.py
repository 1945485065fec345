"""Sections of the model card made from the shipped results, where there are any."""

from ecgkt.results.adapter import AdapterTable
from ecgkt.results.cohort import CohortTable
from ecgkt.results.delineation import DelineationTable
from ecgkt.results.doubt import DoubtTable
from ecgkt.results.ectopy import EctopyTable
from ecgkt.results.experts import ExpertsTable
from ecgkt.results.explanations import ExplanationTable
from ecgkt.results.gates import GateTable
from ecgkt.results.labs import LabTable
from ecgkt.results.labs_by_diagnosis import LabsByDiagnosis
from ecgkt.results.labs_outside import LabsOutside
from ecgkt.results.networks import NetworkTable
from ecgkt.results.ood import OodTable
from ecgkt.results.reading_figures import ReadingFigures
from ecgkt.results.repeatability import RepeatabilityTable
from ecgkt.results.robustness import RobustnessTable
from ecgkt.results.second_opinion import SecondOpinionTable
from ecgkt.results.subgroups import SubgroupTable
from pages.model_card.section import Section, document, show_section
from pages.model_card.show_adapters import show_adapters
from pages.model_card.show_arms import show_arms
from pages.model_card.show_context_card import CONTEXT
from pages.model_card.show_delineation import show_delineation
from pages.model_card.show_doubt import show_doubt
from pages.model_card.show_ectopy import show_ectopy
from pages.model_card.show_experts import show_experts
from pages.model_card.show_explanations import show_explanations
from pages.model_card.show_fewer_leads_card import FEWER_LEADS
from pages.model_card.show_flow import show_cohort, show_flow
from pages.model_card.show_gates import show_gates
from pages.model_card.show_lab_explanation import show_lab_explanation
from pages.model_card.show_lab_heads import show_lab_heads
from pages.model_card.show_labs_outside import show_labs_outside
from pages.model_card.show_networks import show_networks
from pages.model_card.show_ood import show_ood
from pages.model_card.show_reading_figures import show_reading_figures
from pages.model_card.show_repeatability import show_repeatability
from pages.model_card.show_robustness import show_robustness
from pages.model_card.show_second_opinion_card import show_second_opinion_card
from pages.model_card.show_subgroups import show_subgroups
from pages.shared import resources

SECTIONS = {
    "statements": (
        Section(
            "What scores leave open, and what is referred",
            document(DoubtTable),
            show_doubt,
            "No limits of doubt are shipped with this model.",
            is_folded=True,
        ),
        Section(
            "Experts and their doubt",
            document(ExpertsTable),
            show_experts,
            "No other experts were measured beside this model.",
            is_folded=True,
        ),
        FEWER_LEADS,
        Section(
            "Scores under noise",
            document(RobustnessTable),
            show_robustness,
            "No scores under noise are shipped with this model.",
            is_folded=True,
        ),
        Section(
            "Recordings unlike those it learned from",
            document(OodTable),
            show_ood,
            "No figures of foreign recordings are shipped with this model.",
            is_folded=True,
        ),
        Section(
            "What a site adapter regains",
            document(AdapterTable),
            show_adapters,
            "No figures of site adapters are shipped with this model.",
            is_folded=True,
        ),
    ),
    "subgroups": (
        Section(
            "How well it tells ECGs apart in parts of the patients",
            document(SubgroupTable),
            show_subgroups,
            "No figures of subgroups are shipped with this model.",
        ),
    ),
    "measurements": (
        Section(
            "Boundaries of the waves",
            document(DelineationTable),
            show_delineation,
            "No delineator is shipped with this model: it measures no durations.",
        ),
        Section(
            "The first sentence of a reading",
            document(ReadingFigures),
            show_reading_figures,
            "No figures of first sentences are shipped with this model.",
        ),
        Section(
            "Changes beyond repeat error",
            document(RepeatabilityTable),
            show_repeatability,
            "No repeat errors are shipped with this model: no change is judged.",
            is_folded=True,
        ),
        Section(
            "Premature beats and irregular rhythms",
            document(EctopyTable),
            show_ectopy,
            "No figures of premature beats are shipped with this model.",
            is_folded=True,
        ),
    ),
    "labs": (
        Section(
            "Laboratory heads",
            document(LabTable),
            show_lab_heads,
            "No laboratory heads are shipped with this model.",
        ),
        Section(
            "With knowledge from other patients",
            document(LabsOutside),
            show_labs_outside,
            "No heads with outside knowledge were measured beside these.",
            is_folded=True,
        ),
        Section(
            "Does the lab head explain the diagnosis?",
            document(LabsByDiagnosis),
            show_lab_explanation,
            "No comparison of labs with diagnoses is shipped with this model.",
        ),
        Section(
            "Cohort of the laboratory heads",
            lambda: getattr(resources.get_document(LabTable), "flow", ()),
            show_flow,
            "No flow of a cohort is shipped with this model.",
            is_folded=True,
        ),
    ),
    "explanations": (
        Section(
            "Are the explanations true?",
            document(ExplanationTable),
            show_explanations,
            "No checks of explanations are shipped with this model, and no maps.",
        ),
        Section(
            "Second opinion with exact sums",
            document(SecondOpinionTable),
            show_second_opinion_card,
            "No second opinion is shipped with this model.",
        ),
    ),
    "transfer": (
        Section(
            "Does clinical knowledge transfer?",
            lambda: resources.get_comparisons(),
            show_arms,
            "No comparison of training arms is shipped with this model.",
        ),
        Section(
            "How real the simulated cohort is",
            document(CohortTable),
            show_cohort,
            "No calibration of a simulated cohort is shipped with this model.",
        ),
        CONTEXT,
    ),
    "data": (
        Section(
            "Gates before the scores",
            document(GateTable),
            show_gates,
            "No figures of the gates are shipped with this model.",
        ),
        Section(
            "What a reading costs",
            document(NetworkTable),
            show_networks,
            "No costs of the networks are shipped with this model.",
            is_folded=True,
        ),
    ),
}
"""What the studies found, by the tab of the card in which it stands."""


def show_results(tab: str) -> None:
    """Draw what the studies found in one tab, a key of `SECTIONS`."""
    for section in SECTIONS[tab]:
        show_section(section)
