"""Knowledge: the help centre's articles, and the pages on which customers read them."""
