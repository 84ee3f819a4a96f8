"""Every sentence, Vietnamese first, English second."""
