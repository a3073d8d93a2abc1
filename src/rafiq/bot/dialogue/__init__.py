"""What is said: wishes understood, forms filled in, words chosen. Plain values in, plain values out."""
