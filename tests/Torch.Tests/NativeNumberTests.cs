using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace ModelDsl.Torch.Tests;

/// <summary>TorchSharp does not count its scalars, and converts to them implicitly, so the test reads the compiled code.</summary>
public sealed class NativeNumberTests
{
    private static readonly Dictionary<short, OpCode> OpCodes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(code => code.Value);

    [Fact]
    public void Native_numbers_are_made_in_one_place_where_they_are_counted() =>
        Assert.Equal([nameof(NativeScalar)], MakersIn(typeof(TorchEngine).Assembly.Location));

    /// <summary>Returns the types of an assembly that convert a value to a <c>Scalar</c> or construct one.</summary>
    private static string[] MakersIn(string assembly)
    {
        using var image = new PEReader(File.OpenRead(assembly));
        var metadata = image.GetMetadataReader();
        var makes = metadata.MemberReferences.Where(handle => Makes(metadata, metadata.GetMemberReference(handle)))
            .Select(handle => MetadataTokens.GetToken(handle)).ToHashSet();
        Assert.NotEmpty(makes);
        return
        [
            .. metadata.MethodDefinitions.Select(metadata.GetMethodDefinition).Where(method => method.RelativeVirtualAddress != 0)
                .Where(method => Tokens(image.GetMethodBody(method.RelativeVirtualAddress).GetILReader()).Any(makes.Contains))
                .Select(method => metadata.GetString(metadata.GetTypeDefinition(method.GetDeclaringType()).Name)).Distinct(),
        ];
    }

    private static bool Makes(MetadataReader metadata, MemberReference member) =>
        metadata.GetString(member.Name) is "op_Implicit" or "op_Explicit" or "ToScalar" or ".ctor" &&
        member.Parent.Kind == HandleKind.TypeReference &&
        metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)member.Parent).Name) is "Scalar" or "ScalarExtensionMethods";

    /// <summary>Returns the operands of a method's instructions that are tokens.</summary>
    private static IEnumerable<int> Tokens(BlobReader code)
    {
        var tokens = new List<int>();
        while (code.RemainingBytes > 0)
        {
            var first = code.ReadByte();
            switch (OpCodes[first == 0xFE ? (short)(0xFE00 | code.ReadByte()) : first].OperandType)
            {
                case OperandType.InlineNone: break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar: code.ReadByte(); break;
                case OperandType.InlineVar: code.ReadInt16(); break;
                case OperandType.InlineI8 or OperandType.InlineR: code.ReadInt64(); break;
                case OperandType.InlineSwitch:
                    for (var targets = code.ReadInt32(); targets > 0; targets--) code.ReadInt32();
                    break;
                case OperandType.InlineMethod or OperandType.InlineTok: tokens.Add(code.ReadInt32()); break;
                default: code.ReadInt32(); break;
            }
        }
        return tokens;
    }
}
