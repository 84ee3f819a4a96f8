"""A stand-in for Viber: a real HTTP server on loopback that refuses what Viber refuses, and pushes, signed."""

from tests.viber.fake.people import Person
from tests.viber.fake.stand_in import FakeViber, served, serving

__all__ = ["FakeViber", "Person", "served", "serving"]
