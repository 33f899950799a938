namespace ModelDsl.Engines;

/// <summary>
/// An <see cref="IDeviceEngine"/> can't be used: the message names what is missing and what to do. <c>Fit</c>, <c>Evaluate</c> and
/// <c>Predict</c> return it as an error; code that allocates memory itself gets it as an exception.
/// </summary>
public sealed class DeviceException(string message) : Exception(message);
