using System.Buffers.Binary;
using System.Text;
using ModelDsl.Engines;

namespace ModelDsl.Torch;

/// <summary>
/// Makes one symbol version that an ELF library needs optional, by setting VER_FLG_WEAK on its entry in <c>.gnu.version_r</c>. Then the
/// dynamic linker loads the library even if the version is missing. This is safe only if no relocation uses a symbol of that version.
/// Source: Linux Standard Base Core 5.0, generic part, chapter 10.7 (symbol versioning); ELF-64 object file format 1.5.
/// </summary>
internal static class WeakVersionNeed
{
    private const uint SectionTypeVersionNeed = 0x6fff_fffe;
    private const ushort Weak = 2;

    /// <summary>Marks the version as weak in the image of a library.</summary>
    /// <param name="image">The whole file, little-endian ELF-64; changed in place.</param>
    /// <param name="version">The version's name, for example <c>GLIBCXX_3.4.32</c>.</param>
    /// <returns>Number of entries that were marked: 0 if the library does not need the version, or the need is weak already.</returns>
    /// <exception cref="InvalidDataException">The bytes are not such a library, or its tables point outside of it.</exception>
    public static int Mark(Span<byte> image, string version)
    {
        if (image.Length < 64 || !image[..6].SequenceEqual("\u007fELF\u0002\u0001"u8))
            throw new InvalidDataException("Not a 64-bit little-endian ELF file.");

        try
        {
            var marked = 0;
            var sections = (Offset: Int64(image, 0x28), Size: UInt16(image, 0x3a), Count: UInt16(image, 0x3c));
            for (var i = 0; i < sections.Count; i++)
            {
                var section = Section(image, i);
                if (UInt32(section, 4) != SectionTypeVersionNeed) continue;
                var names = Content(image, Section(image, UInt32(section, 0x28)));
                marked += MarkNeeds(Content(image, section), (int)UInt32(section, 0x2c), names, Encoding.ASCII.GetBytes(version));
            }

            return marked;

            Span<byte> Section(Span<byte> all, long index) =>
                all.Slice(checked((int)(sections.Offset + index * sections.Size)), sections.Size);
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OverflowException)
        {
            throw new InvalidDataException("A table of the ELF file points outside of it.", e);
        }
    }

    // Elf64_Verneed: version:2 count:2 file:4 first:4 next:4. Elf64_Vernaux: hash:4 flags:2 other:2 name:4 next:4. Offsets are relative.
    private static int MarkNeeds(Span<byte> needs, int libraries, ReadOnlySpan<byte> names, ReadOnlySpan<byte> version)
    {
        var marked = 0;
        for (var library = 0; libraries > 0; libraries--)
        {
            var entry = checked(library + (int)UInt32(needs, library + 8));
            for (var left = UInt16(needs, library + 2); left > 0; left--)
            {
                var flags = UInt16(needs, entry + 4);
                if ((flags & Weak) == 0 && NameAt(names, UInt32(needs, entry + 8)).SequenceEqual(version))
                {
                    BinaryPrimitives.WriteUInt16LittleEndian(needs[(entry + 4)..], (ushort)(flags | Weak));
                    marked++;
                }

                entry = checked(entry + (int)UInt32(needs, entry + 12));
            }

            library = checked(library + (int)UInt32(needs, library + 12));
        }

        return marked;
    }

    private static ReadOnlySpan<byte> NameAt(ReadOnlySpan<byte> names, uint offset)
    {
        var name = names[checked((int)offset)..];
        var end = name.IndexOf((byte)0);
        return end < 0 ? name : name[..end];
    }

    private static Span<byte> Content(Span<byte> image, ReadOnlySpan<byte> section) =>
        image.Slice(checked((int)Int64(section, 0x18)), checked((int)Int64(section, 0x20)));

    private static ushort UInt16(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);

    private static long Int64(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadInt64LittleEndian(bytes[offset..]);
}
