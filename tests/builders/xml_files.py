"""One recording as the XML of carts."""

import base64

import numpy as np

from ecgkt.vocab.leads import LEADS
from tests.builders.binary_files import FS, SECRET, microvolts


def as_aecg(signal: np.ndarray) -> bytes:
    sequences = "".join(
        f'<component><sequence><code code="MDC_ECG_LEAD_{lead.upper()}"/><value>'
        f'<origin value="0" unit="uV"/><scale value="1" unit="uV"/>'
        f"<digits>{' '.join(map(str, row))}</digits></value></sequence></component>"
        for lead, row in zip(LEADS, microvolts(signal), strict=True)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><AnnotatedECG xmlns="urn:hl7-org:v3">'
        '<effectiveTime><center value="20200101"/></effectiveTime>'
        f"<subjectDemographicPerson><name>{SECRET}</name>"
        '<administrativeGenderCode code="F"/><birthTime value="19630701"/>'
        "</subjectDemographicPerson><component><series><code code='RHYTHM'/>"
        "<component><sequenceSet><component><sequence><code code='TIME_ABSOLUTE'/>"
        "<value><head value='2020'/><increment value='0.002' unit='s'/></value>"
        f"</sequence></component>{sequences}</sequenceSet></component></series>"
        "</component></AnnotatedECG>"
    ).encode()


def as_muse(signal: np.ndarray, median: np.ndarray | None = None) -> bytes:
    beat = (
        "<Waveform><WaveformType>Median</WaveformType><SampleBase>500</SampleBase>"
        f"<SampleExponent>0</SampleExponent>{_muse_leads(median)}</Waveform>"
        if median is not None
        else ""
    )

    return (
        '<?xml version="1.0" encoding="ISO-8859-1"?><!DOCTYPE RestingECG SYSTEM '
        '"restecg.dtd"><RestingECG><PatientDemographics><PatientID>'
        f"{SECRET}</PatientID><PatientAge>56</PatientAge><AgeUnits>YEARS</AgeUnits>"
        f"<Gender>FEMALE</Gender><PatientLastName>{SECRET}</PatientLastName>"
        "</PatientDemographics><RestingECGMeasurements><QRSDuration>96</QRSDuration>"
        "<QTCorrected>0</QTCorrected></RestingECGMeasurements><Diagnosis>"
        "<DiagnosisStatement><StmtFlag>ENDSLINE</StmtFlag><StmtText>Sinus rhythm"
        "</StmtText></DiagnosisStatement><DiagnosisStatement><StmtFlag>ENDSLINE"
        f"</StmtFlag><StmtText>as in {SECRET}</StmtText></DiagnosisStatement>"
        "</Diagnosis>"
        "<Waveform><WaveformType>Rhythm</WaveformType><SampleBase>500</SampleBase>"
        f"<SampleExponent>0</SampleExponent>{_muse_leads(signal)}</Waveform>"
        f"{beat}</RestingECG>"
    ).encode("latin-1")


def _muse_leads(signal: np.ndarray) -> str:
    return "".join(
        f"<LeadData><LeadSampleCountTotal>{len(row)}</LeadSampleCountTotal>"
        "<LeadAmplitudeUnitsPerBit>1</LeadAmplitudeUnitsPerBit>"
        "<LeadAmplitudeUnits>MICROVOLTS</LeadAmplitudeUnits>"
        f"<LeadID>{lead}</LeadID><LeadSampleSize>2</LeadSampleSize><WaveFormData>"
        f"{base64.encodebytes(row.tobytes()).decode()}</WaveFormData></LeadData>"
        for lead, row in zip(LEADS, microvolts(signal), strict=True)
        if lead not in LEADS[2:6]
    )


def as_cardiosoft(signal: np.ndarray) -> bytes:
    waves = "".join(
        f'<WaveformData lead="{lead}">{",".join(map(str, row))}</WaveformData>'
        for lead, row in zip(LEADS, microvolts(signal), strict=True)
    )
    return (
        "<?xml version='1.0' encoding='ISO-8859-1'?><CardiologyXML><PatientInfo><Name>"
        f"<FamilyName>{SECRET}</FamilyName></Name><PID>{SECRET}</PID>"
        "<Age units='years'>56</Age><Gender>FEMALE</Gender></PatientInfo>"
        "<RestingECGMeasurements><VentricularRate units='BPM'>64</VentricularRate>"
        "<PQInterval units='ms'>150</PQInterval><QRSDuration>94</QRSDuration>"
        "</RestingECGMeasurements><StripData><NumberOfLeads>12</NumberOfLeads>"
        f"<SampleRate units='Hz'>{FS}</SampleRate><ChannelSampleCountTotal>"
        f"{signal.shape[1]}</ChannelSampleCountTotal>"
        f"<Resolution units='uVperLsb'>1</Resolution>{waves}</StripData>"
        "</CardiologyXML>"
    ).encode("latin-1")


def as_schiller(signal: np.ndarray) -> bytes:
    channels = "".join(
        f"<channel><name>{lead.upper()}</name><data>{','.join(map(str, row))}</data>"
        f"<samplecount>{len(row)}</samplecount></channel>"
        for lead, row in zip(LEADS, microvolts(signal), strict=True)
    )
    scale = (
        f"<resolution><samplerate><exponent>1</exponent><value>{FS}</value></samplerate>"
        "<yres><unitperbit>1.0</unitperbit><units>UV</units></yres></resolution>"
    )
    average = "<channel><name>I</name><data>1,2</data></channel>"
    return (
        "<com.xiriuz.sema.xml.schillerEDI.SchillerEDI><patdata>"
        f"<lastname>{SECRET}</lastname><birthdate>19630701</birthdate>"
        "<gender>FEMALE</gender></patdata><examdescript><startdatetime>"
        "<date>20200101</date></startdatetime></examdescript><eventdata><event>"
        f"<wavedata><type>ECG_AVERAGES</type>{scale}{average}</wavedata>"
        f"<wavedata><type>ECG_RHYTHMS</type>{scale}{channels}</wavedata></event>"
        "</eventdata></com.xiriuz.sema.xml.schillerEDI.SchillerEDI>"
    ).encode()


def as_philips(signal: np.ndarray) -> bytes:
    """Compressed, in UTF-16; LZW whose codes all stand for one letter."""
    rows = _residuals(microvolts(signal).astype(np.int64))
    chunks = b"".join(map(_xli_chunk, rows))
    duration = signal.shape[1] * 1000 // FS
    return (
        "<restingecgdata><dataacquisition date='2020-01-01'><signalcharacteristics>"
        f"<samplingrate>{FS}</samplingrate><signalresolution>1</signalresolution>"
        "</signalcharacteristics></dataacquisition><patient><generalpatientdata>"
        f"<name><lastname>{SECRET}</lastname></name><patientid>{SECRET}</patientid>"
        "<age><years>56</years></age><sex>Female</sex></generalpatientdata></patient>"
        "<interpretations><interpretation><globalmeasurements><qrsdur>96</qrsdur>"
        "</globalmeasurements><statement><leftstatement>Sinus rhythm</leftstatement>"
        f"</statement><statement><leftstatement>seen by {SECRET}</leftstatement>"
        "</statement></interpretation></interpretations><waveforms><parsedwaveforms "
        f"dataencoding='Base64' compression='XLI' durationperchannel='{duration}' "
        f"samplespersecond='{FS}' resolution='1' leadlabels='{' '.join(LEADS)}'>"
        f"{base64.encodebytes(chunks).decode()}</parsedwaveforms></waveforms>"
        "</restingecgdata>"
    ).encode("utf-16")


def _residuals(rows: np.ndarray) -> np.ndarray:
    one, two, three, right, left, foot = rows[:6]
    stored = rows.copy()
    half = [np.trunc(sum_ / 2).astype(np.int64) for sum_ in (one + two, one - three)]
    stored[2], stored[3] = two - one - three, -right - half[0]
    stored[4] = half[1] - left
    stored[5] = np.trunc((two + three) / 2).astype(np.int64) - foot
    return stored


def _xli_chunk(row: np.ndarray) -> bytes:
    errors = 2 * row[1:-1] - row[:-2] - row[2:]
    stored = np.concatenate([row[:2], errors[1:] + 64, [0]]).astype(">i2")
    letters = stored.view(np.uint8).reshape(-1, 2).T.reshape(-1)
    bits = (letters[:, None] >> np.arange(9, -1, -1)[None].clip(max=7)) & 1
    bits[:, :2] = 0
    packed = np.packbits(bits.astype(np.uint8).reshape(-1)).tobytes()
    head = len(packed).to_bytes(4, "little") + bytes(2)
    return head + int(errors[0]).to_bytes(2, "little", signed=True) + packed
