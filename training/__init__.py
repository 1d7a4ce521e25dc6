"""How the bundled model is made: data, windows, torch model, training, export to ONNX."""
