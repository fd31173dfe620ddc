"""A program of its own that looks into the ONNX file of a bundle, within narrow limits."""
