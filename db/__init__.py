"""The only room that speaks SQL: tables, one module per question, migrations."""
