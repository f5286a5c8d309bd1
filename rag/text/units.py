"""The spellings of units of measure, each with the one that stands for all of them."""

UNITS = {
    spelling: unit
    for unit, spellings in {
        "%": "percent,per cent,percentage points,pct",
        "ns": "nanoseconds,nanosecond,ns",
        "us": "microseconds,microsecond,us,µs,μs",
        "ms": "milliseconds,millisecond,msec,ms",
        "s": "seconds,second,secs,sec,s",
        "min": "minutes,minute,mins,min",
        "h": "hours,hour,hrs,hr,h",
        "day": "days,day",
        "week": "weeks,week",
        "month": "months,month",
        "year": "years,year",
        "kb": "kilobytes,kilobyte,kb",
        "mb": "megabytes,megabyte,mb",
        "gb": "gigabytes,gigabyte,gb",
        "tb": "terabytes,terabyte,tb",
        "hz": "hertz,hz",
        "khz": "khz",
        "mhz": "mhz",
        "ghz": "ghz",
        "mm": "millimetres,millimeters,mm",
        "cm": "centimetres,centimeters,cm",
        "km": "kilometres,kilometers,km",
        "mg": "mg",
        "kg": "kg",
        "ml": "ml",
    }.items()
    for spelling in spellings.split(",")
}
