"""coalface: what happens between the front line and the top of a social work service."""
