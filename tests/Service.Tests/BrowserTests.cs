using Microsoft.Playwright;

namespace ModelDsl.Service.Tests;

/// <summary>The page in a real browser. Without Debian's chromium the tests are skipped, and say so.</summary>
[Collection(nameof(RunningService))]
public sealed class BrowserTests(RunningService service)
{
    [BrowserFact]
    public async Task A_test_picture_a_drawing_and_a_form_are_predicted()
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = BrowserFactAttribute.Path,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        foreach (var (scheme, width) in ((ColorScheme, int)[])[(ColorScheme.Light, 1100), (ColorScheme.Dark, 390)])
        {
            var page = await browser.NewPageAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 900 } });
            var faults = new List<string>();
            page.PageError += (_, fault) => faults.Add(fault);
            page.Console += (_, message) => { if (message.Type == "error") faults.Add(message.Text); };
            await page.GotoAsync(service.Address.ToString());
            await Assertions.Expect(page.Locator("#status")).ToContainTextAsync("Ready: Garments");
            await Assertions.Expect(page.Locator("#label")).ToContainTextAsync("Test picture 0: T-shirt/top");
            await Assertions.Expect(page.Locator("#garment-answer .bar")).ToHaveCountAsync(10);

            await page.GetByLabel("Test picture", new() { Exact = true }).FillAsync("4");
            await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
            await Assertions.Expect(page.Locator("#label")).ToContainTextAsync("Test picture 4: Coat");
            await page.GetByRole(AriaRole.Button, new() { Name = "Clear" }).ClickAsync();
            await Assertions.Expect(page.Locator("#garment-answer")).ToBeEmptyAsync();
            var box = (await page.Locator("#drawing").BoundingBoxAsync())!;
            await page.Mouse.MoveAsync(box.X + (box.Width / 4), box.Y + (box.Height / 2));
            await page.Mouse.DownAsync();
            await page.Mouse.MoveAsync(box.X + (box.Width * 3 / 4), box.Y + (box.Height / 2), new() { Steps = 10 });
            await page.Mouse.UpAsync();
            await Assertions.Expect(page.Locator("#garment-answer .bar")).ToHaveCountAsync(10);
            await Assertions.Expect(page.Locator("#label")).ToHaveTextAsync("Your drawing");

            await page.GetByLabel("Is woman").SelectOptionAsync("True");
            await page.GetByLabel("Fare").FillAsync("-5");
            await page.GetByRole(AriaRole.Button, new() { Name = "Predict" }).ClickAsync();
            await Assertions.Expect(page.Locator("#wrong-fare")).ToContainTextAsync("-5 is −1 or less");
            await page.GetByLabel("Fare").FillAsync("80");
            await page.GetByLabel("Class").FillAsync("1");
            await page.GetByLabel("Embarked").SelectOptionAsync("Cherbourg");
            await page.GetByRole(AriaRole.Button, new() { Name = "Predict" }).ClickAsync();
            await Assertions.Expect(page.Locator("#passenger-answer .best").First).ToContainTextAsync("survives");
            await Assertions.Expect(page.Locator("#wrong-fare")).ToBeHiddenAsync();

            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), "The page is wider than its window.");
            if (Environment.GetEnvironmentVariable("SERVICE_PICTURES") is { } folder)
                await page.ScreenshotAsync(new() { Path = System.IO.Path.Combine(folder, $"{scheme}.png"), FullPage = true });
            // The browser itself reports the answer to the wrong fare.
            Assert.DoesNotContain(faults, fault => !fault.Contains("400", StringComparison.Ordinal));
            await page.CloseAsync();
        }
    }
}

/// <summary>A test that needs a browser.</summary>
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Path is null) Skip = "There is no chromium here: install Debian's package chromium.";
    }

    /// <summary>The browser; null if there is none.</summary>
    public static string? Path { get; } = Array.Find(["/usr/bin/chromium", "/usr/bin/chromium-browser"], File.Exists);
}
