using LanguageExt;

namespace ModelDsl;

/// <summary>
/// The changes of <see cref="SafetensorsFile"/> one after the other: <c>old.Rename("Dense", "Hidden").Drop("Dropout")</c>. The first error
/// ends them.
/// </summary>
public static class SafetensorsChanges
{
    extension(Fin<SafetensorsFile> file)
    {
        /// <inheritdoc cref="SafetensorsFile.Rename"/>
        public Fin<SafetensorsFile> Rename(string from, string to) => file.Bind(content => content.Rename(from, to));

        /// <inheritdoc cref="SafetensorsFile.Drop"/>
        public Fin<SafetensorsFile> Drop(string name) => file.Bind(content => content.Drop(name));

        /// <inheritdoc cref="SafetensorsFile.Add"/>
        public Fin<SafetensorsFile> Add(string name, Tensor tensor) => file.Bind(content => content.Add(name, tensor));

        /// <inheritdoc cref="SafetensorsFile.Change"/>
        public Fin<SafetensorsFile> Change(string name, Func<Tensor, Tensor> change) => file.Bind(content => content.Change(name, change));

        /// <inheritdoc cref="SafetensorsFile.Split"/>
        public Fin<SafetensorsFile> Split(string name, int axis, params (string Name, int Size)[] parts) =>
            file.Bind(content => content.Split(name, axis, parts));

        /// <inheritdoc cref="SafetensorsFile.Join"/>
        public Fin<SafetensorsFile> Join(string name, int axis, params string[] parts) =>
            file.Bind(content => content.Join(name, axis, parts));

        /// <inheritdoc cref="SafetensorsFile.Pad"/>
        public Fin<SafetensorsFile> Pad(string name, Shape shape, float value = 0) => file.Bind(content => content.Pad(name, shape, value));
    }
}
