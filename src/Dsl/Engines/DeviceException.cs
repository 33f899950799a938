namespace ModelDsl.Engines;

/// <summary>
/// An <see cref="IDeviceEngine"/> can't be used: its message names what is missing and what to do. <c>Fit</c>, <c>Evaluate</c> and
/// <c>Predict</c> give it back as an error; where memory is made by hand it is thrown.
/// </summary>
public sealed class DeviceException(string message) : Exception(message);
