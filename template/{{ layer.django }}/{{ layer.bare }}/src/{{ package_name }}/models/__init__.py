"""All models. Import your own here, as Django finds only models that are imported."""
