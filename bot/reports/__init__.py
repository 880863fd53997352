"""Charts, packs and exports."""
