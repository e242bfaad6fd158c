"""Accounts, roles, scopes and sign-in; who may do what is one table in permissions.py."""
