"""Markdown: medians with their spread, and ratios with their bars."""

import statistics
from dataclasses import dataclass


def rows(header, lines):
    width = [max(len(line[i]) for line in [header, *lines]) for i in range(len(header))]
    rule = ["-" * width[0]] + ["-" * (w - 1) + ":" for w in width[1:]]
    written = [[header[0].ljust(width[0])] + [c.rjust(w) for c, w in zip(header[1:], width[1:])], rule]
    for line in lines:
        written.append([line[0].ljust(width[0])] + [c.rjust(w) for c, w in zip(line[1:], width[1:])])
    return "\n".join("| " + " | ".join(line) + " |" for line in written) + "\n"


def median_row(name, samples, digits=2):
    """name, median, lowest … highest; or name and the reason why there is no number."""
    if samples.median is None:
        return [name, samples.note.replace("|", "\\|") or "not measured", ""]
    low, high = min(samples.values), max(samples.values)
    return [name, f"{samples.median:.{digits}f}", f"{low:.{digits}f} … {high:.{digits}f}"]


@dataclass
class Bar:
    """How large a ratio may be: `words` is what the table says."""
    words: str
    limit: float
    strict: bool = False

    def verdict(self, ratio):
        held = ratio < self.limit if self.strict else ratio <= self.limit
        return "holds" if held else "**missed**"


def ratio(one, other):
    """The median of the ratios within each run; None when there is none, or the cost was too small to tell."""
    if one.median is None or other.median is None or min(*one.values, *other.values) <= 0:
        return None
    return statistics.median(a / b for a, b in zip(one.values, other.values))


def value_row(words, value, bar):
    """One number beside its bar."""
    if value is None:
        return [words, "not measured", bar.words, ""]
    return [words, f"{value:.1f}", bar.words, bar.verdict(value)]


def ratio_row(words, one, other, bar=None):
    """The ratio of two programs, beside its bar."""
    value = ratio(one, other)
    if value is None:
        return [words, "not measured", bar.words if bar else "", ""]
    return [words, f"{value:.3f}", bar.words if bar else "", bar.verdict(value) if bar else ""]


def floor_row(words, one, other, bar, floor):
    """A ratio row that also says which ratio the calls alone, in C, would reach."""
    value = ratio(floor, other)
    return ratio_row(words, one, other, bar) + [f"{value:.3f}" if value else ""]


RATIO_HEADER = ["Median ratio", "Ratio", "Bar", "Verdict"]
FLOOR_HEADER = [*RATIO_HEADER, "C, bare"]
