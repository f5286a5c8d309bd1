"""The papers as a person looks through them: listed, searched as one types, filtered, sorted."""
