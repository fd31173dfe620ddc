"""A trained model as one ONNX file, with its preprocessing inside."""
