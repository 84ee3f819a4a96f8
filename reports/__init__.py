"""The documents: docx, xlsx, heat map."""
