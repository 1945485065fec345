"""The errors meant for users: each text says what was expected, found and to do."""


class EcgktError(Exception):
    """Bad data or a bad setting from outside; the text is shown as it is."""


class RecordError(EcgktError):
    """One input could not become an ECG record; the other inputs go on."""


class CheckpointError(EcgktError):
    """A model folder is incomplete, damaged or of another vocabulary: no scores."""


class ServingError(EcgktError):
    """A worker process was busy, too slow or died; the same job may be tried again."""


class AuditError(EcgktError):
    """The audit file that the operator wants cannot be written: nothing goes on."""
