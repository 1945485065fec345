import pytest

from ecgkt.vocab.lead_names import (
    BY_NAME,
    ISHNE_LEADS,
    MDC_LEADS,
    SCP_LEADS,
    is_counted,
    lead_name,
    only_count,
)
from ecgkt.vocab.leads import LEADS

SPELLED = {
    "I": "I|i|Lead I|lead 1|lead_I|L1|D1|DI|MDC_ECG_LEAD_I|ECG I|ekg_i|I导联|导联I|"
    "标准导联I|Abl. I|"
    "Ableitung I|dérivation I|Derivación DI|derivazione I|afleiding I|отв. I|"
    "Lead I (Einthoven)|limb lead I|Ⅰ|Kanal I|derivação 1",
    "aVR": "AVR|avr|aVR|MDC_ECG_LEAD_AVR|EKG aVR|аVR|aVR lead|Lead_aVR",
    "V4": "V4|v4|v 4|V_4|C4|LeadV4|ECG_V4|Отведение V4|胸导联V4|Derivação V4|lead-v4",
    None: "|1|2|MLII|V3R|V7|-aVR|VR|Resp|ECG|ECG1|channel 1|Lead|C1-C2|I-II|EEG C3|x",
}


@pytest.mark.parametrize(
    ("label", "lead"),
    [(label, lead) for lead, labels in SPELLED.items() for label in labels.split("|")],
)
def test_lead_is_known_by_its_names(label, lead):
    assert lead_name(label) == lead


@pytest.mark.parametrize("table", [SCP_LEADS, MDC_LEADS, ISHNE_LEADS])
def test_codes_name_each_lead_once(table):
    assert sorted(table.values()) == sorted(LEADS)


def test_every_lead_has_names():
    assert set(BY_NAME.values()) == set(LEADS)


def test_long_label_costs_nothing():
    assert lead_name("lead " * 100_000) is None


def test_numbered_columns_are_told_from_chest_leads():
    twelve = [f"V{n}" for n in range(1, 13)]
    counted = only_count(twelve)
    assert all(is_counted(label, counted) for label in twelve)
    assert not only_count(["I", "II", *twelve[:9]])
    assert "l" in only_count(["L1", "L2", "L3", "L4"])


def test_electrodes_of_an_eeg_are_no_chest_leads():
    assert is_counted("C3", only_count(["Fp1", "C3", "C4"]))
    assert not is_counted("C3", only_count(["I", "II", "C3", "C4"]))
