"""One index of everything that has a name: people, customers, goals, contests, orders; and commands by name."""
