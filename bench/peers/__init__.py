"""Compare the atlas with what people would build the same map with instead."""
