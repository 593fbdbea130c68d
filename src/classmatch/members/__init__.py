"""From the names of claimants and authors to candidate class members."""
