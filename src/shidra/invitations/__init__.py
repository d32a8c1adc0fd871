"""People join: invitations with a role, an organisation and a language."""
