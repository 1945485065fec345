"""What labs and diagnoses have to do with each other, in words made of the figures."""

from ecgkt.results.labs_by_diagnosis import ARMS, ArmDifference, LabsByDiagnosis


def answer_text(table: LabsByDiagnosis) -> str:
    """
    Answer whether the lab heads know more than the diagnoses alone.

    Parameters
    ----------
    table : LabsByDiagnosis
        Its first difference is the question.

    Returns
    -------
    str
        "Yes", "No" or that it cannot be told, by where the interval lies.
    """
    gain = table.cohort.differences[0]
    one, other = (table.cohort.mean_auroc.get(name) for name in (gain.of, gain.less))
    if gain.ci is None or one is None or other is None:
        return "Whether the lab heads know more than the diagnoses was not measured."
    who = f"these {table.n_patients} patients"
    figures = (
        f"over {len(table.cohort.labs)} abnormalities their mean AUROC is {one:.3f}, "
        f"that of the diagnoses alone {other:.3f}, difference {gain.text}."
    )
    if gain.ci[0] > 0:
        return (
            f"Yes, in {who} the lab heads know more of the labs than the diagnoses "
            f"alone would say: {figures} A lab estimate is more than the diagnoses in "
            "other words."
        )
    if gain.ci[1] < 0:
        return (
            f"No, in {who} the lab heads know less of the labs than the diagnoses "
            f"alone would say: {figures} The diagnoses would estimate them better."
        )
    return (
        f"It cannot be told from {who} whether the lab heads know more of the labs "
        f"than the diagnoses alone would say: {figures} The interval includes 0, so a "
        "lab estimate may be little more than the diagnoses in other words."
    )


def difference_text(difference: ArmDifference) -> str:
    """Name both predictors and give the difference of their mean AUROC."""
    one, other = ARMS[difference.of], ARMS[difference.less]
    return f"{one} less {other[0].lower()}{other[1:]}: {difference.text}"


def arm_lines(table: LabsByDiagnosis) -> list[str]:
    """Return each predictor with its mean AUROC, then their differences."""
    lines = []
    for name, title in ARMS.items():
        value, ci = (
            table.cohort.mean_auroc.get(name),
            table.cohort.mean_auroc_ci.get(name),
        )
        if value is not None:
            interval = f" [{ci[0]:.3f}, {ci[1]:.3f}]" if ci else ""
            lines.append(f"{title:28s} mean AUROC {value:.3f}{interval}")
    return [*lines, *map(difference_text, table.cohort.differences)]


def pairs_text(table: LabsByDiagnosis) -> str:
    """Say how many pairs were looked at, how many tell, and how many do by chance."""
    chance = table.by_chance
    return (
        f"{table.n_pairs} pairs of diagnosis and abnormality were looked at; "
        f"{table.n_pairs_measured} have enough patients, and the interval of "
        f"{table.n_pairs_excluding_one} excludes 1. Intervals are not corrected for "
        "the number of pairs: with every patient given the diagnoses of another, "
        f"{chance.excluding_mean:.0f} of {chance.measured_mean:.0f} do so by chance "
        f"(at most {chance.excluding_max} in {chance.n_deals} deals)."
    )


def enough_text(table: LabsByDiagnosis) -> str:
    """Say what a pair needs to be looked at."""
    return (
        f"at least {table.min_patients} patients measured on each side, "
        f"{table.min_cases} of them with an abnormal and {table.min_cases} with a "
        "normal value"
    )
