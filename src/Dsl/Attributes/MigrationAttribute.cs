namespace ModelDsl;

/// <summary>
/// Marks the method of a model that changes the tensors of an older file, so that they fit the record: renamed, split, padded. <c>Load</c>
/// and <c>LoadWeights</c> call it for a file that does not fit, and check its result. They never call it for a file that fits, and
/// checkpoints of runs are never changed.
/// </summary>
/// <remarks>The method is static, takes a <c>SafetensorsFile</c>, and returns one or a <c>Fin</c> of one.</remarks>
/// <example><code>
/// [Migration]
/// static Fin&lt;SafetensorsFile&gt; FromOneLayer(SafetensorsFile old) =&gt; old.Rename("Dense1", "Hidden").Pad("Output.Bias", [3]);
/// </code></example>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class MigrationAttribute : Attribute;
