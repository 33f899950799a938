using System.Text;
using LanguageExt;
using ModelDsl.Build;
using ModelDsl.Generators.Frontend.Weights;
using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Pipeline;

/// <summary>
/// The compiler accepts exactly the headers that the library accepts at run time, and sees the same tensors. The two readers share no code.
/// </summary>
public class HeaderAgreementTests
{
    private static readonly string[] Fragments =
    [
        "\"dtype\":\"F32\"", "\"I64\"", "\"F16\"", "\"F4\"", "\"shape\":[]", "[0,0]", "[2,3]", "{", "}", ",", ":", "\"", " ", "\n", "null", "true", "-1", "-0", "1e9", "01", "1.5",
        "9223372036854775807", "2147483647", "\"__metadata__\":{\"a\":\"b\"},", "\"__metadata__\":null,", "\\u0061", "\\ud83d\\ude00", "\\x", "\0", "0", "4", "\"w\":", "\"data_offsets\":[0,24]", "\u00FF",
        "[[[[]]]]", "\\ud800", "\"\\ud800\":1,", "\"x\":[1,{\"y\":2}],", "\t", "/**/", "\\\"", "é", "\uFEFF",
    ];

    private static readonly string[] Headers =
    [
        """{"w":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"v":{"dtype":"I64","shape":[1],"data_offsets":[24,32]}}  """,
        """{"__metadata__":{"model":"Net","note":"ü"},"A.Kernel":{"dtype":"BF16","shape":[4],"data_offsets":[24,32]},"e":{"shape":[0,7],"dtype":"F64","data_offsets":[24,24]},"A.Bias":{"shape":[],"dtype":"F64","data_offsets":[16,24]},"p":{"dtype":"F4","shape":[32],"data_offsets":[0,16]}}""",
    ];

    [Fact]
    public void Every_type_has_the_same_size()
    {
        foreach (var type in "F32 F64 F16 BF16 BOOL U8 I8 U16 I16 U32 I32 U64 I64 C64 F8_E4M3 F8_E5M2 F8_E8M0 F8_E4M3FNUZ F8_E5M2FNUZ F6_E2M3 F6_E3M2 F4 F33 f32".Split(' '))
        {
            foreach (var bytes in (int[])[2, 3, 4, 8, 16, 32])
                AssertAgree(WeightsFiles.Content($"{{\"w\":{{\"dtype\":\"{type}\",\"shape\":[4],\"data_offsets\":[0,{bytes}]}}}}", bytes));
        }
    }

    [Fact]
    public void Changed_headers_are_accepted_by_both_or_by_none()
    {
        var (chance, accepted) = (new System.Random(11), 0);
        for (var file = 0; file < 6000; file++)
        {
            var header = new StringBuilder(Headers[file % 2]);
            for (var change = chance.Next(0, 4); change > 0; change--)
            {
                var at = chance.Next(header.Length);
                var length = Math.Min(chance.Next(1, 20), header.Length - at);
                switch (chance.Next(4))
                {
                    case 0: header.Remove(at, length); break;
                    case 1: header.Insert(at, header.ToString(at, length)); break;
                    case 2: header[at] = (char)chance.Next(32, 127); break;
                    default: header.Insert(at, Fragments[chance.Next(Fragments.Length)]); break;
                }
                if (header.Length == 0) header.Append('{');
            }
            if (AssertAgree(WeightsFiles.Content(header.ToString(), chance.Next(8) == 0 ? chance.Next(40) : 32))) accepted++;
        }
        Assert.InRange(accepted, 1000, 5000);
    }

    /// <summary>The library does not read texts that it does not need.</summary>
    [Theory]
    [InlineData("\"x\":\"\\ud800\",", ""), InlineData("\"\\ud800\":1,", ""), InlineData("", "\\ud800"), InlineData("\"x\":{\"y\":[[]]},", "")]
    public void Half_a_character_and_deep_nesting_are_judged_alike(string more, string name) =>
        AssertAgree(WeightsFiles.Content($"{{\"w{name}\":{{{more}\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}}}", 4));

    [Fact]
    public void Files_without_a_header_are_accepted_by_none()
    {
        Assert.False(AssertAgree([]));
        Assert.False(AssertAgree([1, 2, 3]));
        Assert.False(AssertAgree([0, 0, 0, 0, 0, 0, 0, 0]));
        Assert.False(AssertAgree([255, 255, 255, 255, 255, 255, 255, 255, 1]));
        Assert.False(AssertAgree([1, 225, 245, 5, 0, 0, 0, 0, 1]));
        Assert.False(AssertAgree([4, 0, 0, 0, 0, 0, 0, 0, (byte)'{', 0xFF, (byte)'}', 1]));
        Assert.True(AssertAgree(WeightsFiles.Content("{}", 0)));
    }

    /// <summary>An older task may have written something else.</summary>
    [Theory]
    [InlineData(""), InlineData("{}"), InlineData("numbers: \n{}"), InlineData("numbers: x bytes\n{}"), InlineData("numbers: 5"), InlineData("numbers: -5 bytes\n{}")]
    public void A_text_of_another_task_is_a_fault(string text) =>
        Assert.Equal("its header was not copied by the build of this version of ModelDsl", WeightsFileReader.Read(text, "iris").Fault);

    private static bool AssertAgree(byte[] bytes)
    {
        var compiler = WeightsFileReader.Read(HeaderText.Of(new MemoryStream(bytes)), "iris");
        var library = Safetensors.Read(bytes);
        var shown = Encoding.UTF8.GetString(bytes);
        Assert.True(library.IsSucc == compiler.Fault is null, $"{shown}: {library}, but {compiler.Fault}");
        if (library.Case is not SafetensorsFile file) return false;
        Assert.Equal(
            file.Tensors.Map(t => (t.Name, t.Tensor.Shape.ToString())).Concat(file.Unread.Map(t => (t.Name, t.Shape.ToString()))).Order(),
            compiler.Tensors.Select(t => (t.Name, t.Shape)).Order());
        Assert.Equal(file.Unread.Map(t => t.Type).Order(), compiler.Tensors.Where(t => t.Type is not ("F32" or "F16" or "BF16" or "F64")).Select(t => t.Type).Order());
        return true;
    }
}
