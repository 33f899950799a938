namespace ModelDsl.Tests.Layers;

public class LayerReferenceTests
{
    [Fact]
    public void The_reference_page_has_a_row_for_every_layer_with_its_tensors()
    {
        var rows = ReferencePage.Rows("layers")
            .Select(line => line.Split('|'))
            .Select(cells => cells[1].Trim() + " " + string.Join(' ', cells[5].Split('`').Where((_, i) => i % 2 == 1).Select(t => t.Split(' ')[0])));
        var layers = typeof(Layer).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Layer)))
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => $"`{type.Name.Split('`')[0]}` " + string.Join(' ', type.GetProperties().Where(p => p.PropertyType == typeof(Tensor)).Select(p => p.Name)));
        Assert.Equal(layers, rows);
    }
}
