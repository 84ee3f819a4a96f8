"""The Word document of a month: layout, content, annexes, and how it all gets into one file."""
