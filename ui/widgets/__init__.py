"""The parts screens are made of, in the look of the tokens. Know no noun, no query and no verb."""
