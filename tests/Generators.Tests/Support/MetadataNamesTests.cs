using System.Reflection;
using ModelDsl.Generators.Frontend;

namespace ModelDsl.Generators.Tests.Support;

public class MetadataNamesTests
{
    /// <summary>A name of no type would find nothing and cause no error.</summary>
    [Fact]
    public void Every_name_is_that_of_a_type_of_a_library() => Assert.Empty(
        from field in typeof(MetadataNames).GetFields(BindingFlags.Public | BindingFlags.Static)
        let name = (string)field.GetRawConstantValue()!
        where typeof(Tensor).Assembly.GetType(name) is null && typeof(OnnxAttribute).Assembly.GetType(name) is null
        select $"{field.Name}: there is no {name}");
}
