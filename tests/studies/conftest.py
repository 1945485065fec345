from tests.builders.lab_data import lab_data, unrelated_labs

__all__ = ["lab_data", "unrelated_labs"]
