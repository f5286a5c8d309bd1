"""A question on its way: asked on the page, shown while it is answered, stopped."""
