"""Entities, roles and events from Arabic news on security and diplomacy."""
