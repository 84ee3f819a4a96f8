"""The demo: a province with simulated people, a clock that can be pushed, and the chat page in the browser."""
