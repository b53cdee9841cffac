"""What is kept of a class: runs, results, adjustments, and the grades that follow from them."""
