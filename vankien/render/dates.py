"""Days the Vietnamese way, with zeros where the decree asks for them."""

import datetime


def vietnamese_date(day: datetime.date) -> str:
    """A day in words, with a leading zero for days below 10 and for January and February only.

    Source: Decree 30/2020/NĐ-CP, Appendix I, and the sample documents.
    """
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def short_date(day: datetime.date) -> str:
    """A day in figures by the same rule of zeros: `05/6/2023`, `20/02/2023`."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"
