"""The language model of the company's choice: asked for words only, held to what it was given, and never needed."""
