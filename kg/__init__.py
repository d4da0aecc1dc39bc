"""kg: from digests of AI papers to a knowledge graph that answers questions."""
