"""Who sits above whom: each card takes the best seat when it comes, and nobody moves again.

Cards are seated in the order of their table, each where its links to those who sit already cross
the fewest others. So a factor that joins at the end leaves everybody in their place, at the price
of a few more crossings than sorting all of them anew would leave.
"""

from collections.abc import Sequence

__all__ = ["seated"]

type Tie = tuple[float, bool]  # how high the other end stands, and whether it stands earlier


def seated(
    rank_of: Sequence[int], bands: Sequence[int], links: Sequence[tuple[int, int]]
) -> list[list[int]]:
    """The cards of each rank from top to bottom, band by band.

    >>> seated([0, 0, 1, 1], [0, 0, 0, 0], [(1, 2), (0, 3)])
    [[0, 1], [3, 2]]
    """
    room = Room(rank_of, bands, links)
    for card in range(len(rank_of)):
        room.seat(card)
    return room.ranks


class Room:
    """The ranks while they fill."""

    def __init__(
        self, rank_of: Sequence[int], bands: Sequence[int], links: Sequence[tuple[int, int]]
    ) -> None:
        self.rank_of, self.bands = rank_of, bands
        self.ranks: list[list[int]] = [[] for _ in range(max(rank_of, default=-1) + 1)]
        self.heights: list[float | None] = [None] * len(rank_of)
        self.tied: list[list[int]] = [[] for _ in rank_of]
        self.band_count = max(bands, default=0) + 1
        for source, target in links:
            self.tied[source].append(target)
            self.tied[target].append(source)

    def seat(self, card: int) -> None:
        rank = self.ranks[self.rank_of[card]]
        first = sum(self.bands[other] < self.bands[card] for other in rank)
        last = sum(self.bands[other] <= self.bands[card] for other in rank)
        mine = self.ties(card)
        best, cost, fewest = last, 0, 0
        # From the last seat upwards: the cost of a seat against that of the last one.
        for place in range(last - 1, first - 1, -1):
            cost -= more_crossings(self.ties(rank[place]), mine)
            if cost < fewest:
                best, fewest = place, cost
        rank.insert(best, card)
        self.measure(rank, self.bands[card])

    def ties(self, card: int) -> list[Tie]:
        """The seated others that a card is linked to, in other ranks."""
        own = self.rank_of[card]
        return [
            (height, self.rank_of[other] < own)
            for other in self.tied[card]
            if (height := self.heights[other]) is not None and self.rank_of[other] != own
        ]

    def measure(self, rank: Sequence[int], band: int) -> None:
        """How high each card of a band stands in its rank, as a share; one outside spans all."""
        members = [card for card in rank if self.bands[card] == band]
        top, reach = (band, 1) if band >= 0 else (0, self.band_count)
        for place, card in enumerate(members):
            self.heights[card] = top + reach * (place + 0.5) / len(members)


def more_crossings(upper: Sequence[Tie], lower: Sequence[Tie]) -> int:
    """How many more links cross with one card above the other than the other way round."""
    return sum(
        (high > low) - (high < low)
        for high, side in upper
        for low, other_side in lower
        if side == other_side
    )
