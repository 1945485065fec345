"""Every number that someone may want to change: with unit, default and reason."""

from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Self

import msgspec


@dataclass(frozen=True, kw_only=True)
class Config:
    """Base of all configurations: plain values, stored as JSON beside the weights."""

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """
        Rebuild a configuration from what `to_dict` gave.

        Raises
        ------
        ValueError
            If a key is unknown, or a value of another type than its field.
        """
        unknown = set(values) - {item.name for item in fields(cls)}
        if unknown:
            raise ValueError(f"{cls.__name__} has no {sorted(unknown)}")
        return msgspec.convert(values, cls)

    def to_dict(self) -> dict[str, Any]:
        """Return the values as JSON-ready types."""
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class InputConfig(Config):
    """
    What the model sees of a recording.

    Attributes
    ----------
    fs : float
        Hz. 100 Hz loses little for diagnosis and costs a fifth of 500 Hz.
    duration : float
        Seconds of signal that are scored.
    crop : float
        Seconds per crop; a score pools the logits of all crops.
    crop_stride, map_stride : float
        Seconds between the starts of neighbouring crops of a reading, and of a map of
        a score: over dense crops it follows beats that come later more closely.
    clip_mv : float
        Amplitudes beyond this are cut (mV), so that one artefact cannot dominate.
    """

    fs: float = 100.0
    duration: float = 10.0
    crop: float = 2.5
    crop_stride: float = 1.25
    map_stride: float = 0.625
    clip_mv: float = 10.0

    def __post_init__(self) -> None:
        if not 0 < self.crop <= self.duration:
            raise ValueError(f"crop {self.crop} s must be in (0, {self.duration}] s")

    @property
    def n_samples(self) -> int:
        """Samples per scored recording."""
        return round(self.fs * self.duration)

    @property
    def crop_samples(self) -> int:
        """Samples per crop."""
        return round(self.fs * self.crop)

    @property
    def without_overlap(self) -> Self:
        """The same with crops that touch, for half the time of the usual overlap."""
        return replace(self, crop_stride=self.crop)


@dataclass(frozen=True, kw_only=True)
class ModelConfig(Config):
    """
    Shape of the network: a few small ones whose logits are averaged.

    Attributes
    ----------
    n_leads, n_outputs : int
        Input leads (the independent ones) and statements.
    typical_mv : float
        Seen as 1 by the network; leads of PTB-XL have an SD of 0.15-0.35 mV.
    kernels, channels : tuple of int, tuple of tuple of int
        Samples per kernel, and width of each stage, per residual branch; every stage
        but the first halves the time axis.
    blocks : int
        Residual ones per stage; 0 makes each stage one strided convolution.
    state_channels, state_blocks : tuple of int, int
        Width of each state-space branch, and blocks of each.
    dropout : float
        Share of the embedding dropped in training.
    brief : tuple of int
        Outputs that a moment decides: of these the crops' odds are averaged.
    """

    n_leads: int = 8
    n_outputs: int = 71
    typical_mv: float = 0.2
    kernels: tuple[int, ...] = (5, 9, 15)
    channels: tuple[tuple[int, ...], ...] = (
        (64, 112, 144, 176),
        (48, 80, 112, 128),
        (32, 64, 80, 96),
    )
    blocks: int = 2
    state_channels: tuple[int, ...] = ()
    state_blocks: int = 6
    dropout: float = 0.2
    brief: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        is_empty = not self.kernels and not self.state_channels
        if is_empty or len(self.kernels) != len(self.channels):
            found = f"{len(self.kernels)} kernels, {len(self.channels)} channels"
            raise ValueError(f"each branch needs a kernel and channels, got {found}")


@dataclass(frozen=True, kw_only=True)
class UploadLimits(Config):
    """
    What a foreign file may cost before it is refused.

    Attributes
    ----------
    file_bytes, recording_files : int
        One uploaded file; files that make one recording.
    batch_recordings, batch_bytes : int
        One upload of many recordings.
    zip_members, zip_bytes, zip_ratio : int
        Files in an archive, their size counted while inflating, and inflated size over
        packed size: far above any real recording, far below a bomb.
    header_bytes, header_line : int
        WFDB header and its longest line: longer ones cost seconds in usual parsers.
    max_leads : int
        Signals in one recording.
    min_gain, max_gain : float
        Steps of the digitiser per mV; 0 and absurd gains pass other readers in silence.
    max_skew : float
        Seconds between two signals of one WFDB record.
    csv_columns, csv_rows : int
        Table size, counted before a number is parsed.
    min_fs, max_fs : float
        Hz. The gates are stricter; beyond these a file is not an ECG.
    max_duration : float
        Seconds (half an hour).
    name_length : int
        Characters of an untrusted name that are shown.
    """

    file_bytes: int = 96 * 2**20  # 30 min at 1000 Hz: 41 in 16 bits, 83 as text
    recording_files: int = 16  # a WFDB header with a file for each lead
    batch_recordings: int = 100
    batch_bytes: int = 240 * 2**20
    zip_members: int = 20
    zip_bytes: int = 100 * 2**20
    zip_ratio: int = 100
    header_bytes: int = 64 * 2**10
    header_line: int = 2**10
    max_leads: int = 64
    min_gain: float = 1.0
    max_gain: float = 1e6
    max_skew: float = 1.0
    csv_columns: int = 64
    csv_rows: int = 1_800_000
    min_fs: float = 50.0
    max_fs: float = 10_000.0
    max_duration: float = 1800.0
    name_length: int = 80


@dataclass(frozen=True, kw_only=True)
class ServingConfig(Config):
    """
    How long the app waits for its workers, and how many may wait.

    Attributes
    ----------
    parse_deadline : float
        Seconds for one parsing job; a real recording takes well under one.
    read_deadline : float
        Seconds for one inference job, and for waiting in a queue before it.
    start_deadline : float
        Seconds until a worker is ready; torch alone takes 3-7 s on a busy machine.
    n_parsers : int
        Parsing children at work: more than cores, so that hostile files stop nobody.
    max_waiting, patience : int, float
        Jobs that wait for each kind of worker, and seconds before further hear "busy".
    max_threads : int
        Threads of torch in the inference worker; more than four gain nothing.
    """

    parse_deadline: float = 10.0
    read_deadline: float = 30.0
    start_deadline: float = 60.0
    n_parsers: int = 4
    max_waiting: int = 8
    patience: float = 2.0
    max_threads: int = 4

    def __post_init__(self) -> None:
        if min(self.n_parsers, self.max_threads, self.max_waiting + 1) < 1:
            raise ValueError("n_parsers, max_threads: at least 1; max_waiting: 0")


@dataclass(frozen=True, kw_only=True)
class StoreConfig(Config):
    """
    How a data set is stored.

    Attributes
    ----------
    fs, n_samples : float, int
        Hz, the rate the model sees, and samples per lead and record.
    chunk_records : int
        Records per step of work: what an interruption loses per process.
    max_bad_share : float
        Above this share of unreadable records the source is taken to be damaged.
    """

    fs: float = 100.0
    n_samples: int = 1000
    chunk_records: int = 512
    max_bad_share: float = 0.01


@dataclass(frozen=True, kw_only=True)
class QualityConfig(Config):
    """
    Where the gates before the diagnosis stand.

    Per cents are the share of real recordings beyond a limit, measured on the first
    10 s of PTB-XL (21,799 at 100 Hz) and the MIMIC-IV-ECG demo (659 at 500 Hz).

    Attributes
    ----------
    duration, min_duration, min_measured, tolerance : float
        Seconds that the model reads, the least it is given, the least that is measured
        (2 beats of 50/min), and what may lack of the first unsaid (carts drop samples).
    min_fs, max_fs : float
        Hz. The model's own rate; above 2000 Hz the header is likelier wrong.
    max_gap_share : float
        Missing samples of one lead that are bridged: 50 ms in 10 s hide no beat.
    min_beats, min_beats_short : int
        Fewer QRS are no rhythm (20/min have 3 in 10 s; short: below `min_duration`).
    min_age : float
        Years; the model was trained on adults.
    min_range, max_range : float
        mV, 5-95 % range of the median lead; found: 0.06 to 2.9.
    volt_range, microvolt_range : float
        mV; below and above them the numbers look like V and µV.
    min_sd : float
        mV; below it, after baseline removal, a lead is not connected (0.01 %).
    max_constant : float
        Seconds without any change (0.04 %).
    max_correlation : float
        Between two of the eight independent leads: beyond it they are one (0.02 %).
    max_voltage : float
        mV after baseline removal (0.08 %).
    max_railed, rail_level : float
        Share of samples held at a lead's own extreme, if that lies this many mV from
        the median: small leads rest at theirs because of coarse steps (0.004 %).
    many_leads : int
        Of the eight independent leads: so many flat or saturated ones are refused.
    limb_share, limb_error : float
        rms by which the limb leads contradict each other, in parts of their own rms
        and in mV; both must be exceeded (PTB-XL 0.1 %, MIMIC 0.6 %, and 99.6 % of all
        swaps of two columns). Lossy storage in MIMIC alone makes 0.02 mV.
    """

    duration: float = 10.0
    min_duration: float = 8.0
    min_measured: float = 2.5
    tolerance: float = 0.05
    min_fs: float = 100.0
    max_fs: float = 2000.0
    max_gap_share: float = 0.005
    min_beats: int = 3
    min_beats_short: int = 2
    min_age: float = 18.0
    min_range: float = 0.05
    max_range: float = 8.0
    volt_range: float = 0.003
    microvolt_range: float = 50.0
    min_sd: float = 0.01
    max_constant: float = 1.0
    max_correlation: float = 0.9999
    max_voltage: float = 10.0
    max_railed: float = 0.01
    rail_level: float = 1.0
    many_leads: int = 4
    limb_share: float = 0.1
    limb_error: float = 0.025
