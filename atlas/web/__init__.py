"""The server: routes, middleware, layers, scripts, sign-in, metrics, logs."""
