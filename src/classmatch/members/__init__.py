"""From the names of claimants and authors to candidate class members."""

from classmatch.members.cluster import Clusters, clustered
from classmatch.members.evidence import Evidence
from classmatch.members.mentions import mentions
from classmatch.members.table import member_table

__all__ = ["Clusters", "Evidence", "clustered", "member_table", "mentions"]
