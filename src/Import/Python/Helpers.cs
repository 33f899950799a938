namespace ModelDsl.Import.Python;

/// <summary>A class or a function of Python that a printed file has if one of its layers or steps needs it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Text">Its text, without a line at the end.</param>
/// <param name="Needs">Others that it needs, before it.</param>
internal sealed record Helper(string Name, string Text, params IReadOnlyList<Helper> Needs);

/// <summary>What PyTorch has no module for, or not before its second version.</summary>
internal static class Helpers
{
    public static readonly Helper RmsNorm = new("RMSNorm", """"
        class RMSNorm(nn.Module):
            """Divides each row by the root of its mean square (nn.RMSNorm since PyTorch 2.4)."""

            def __init__(self, size, eps):
                super().__init__()
                self.eps = eps
                self.weight = nn.Parameter(torch.ones(size))

            def forward(self, x):
                return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + self.eps) * self.weight
        """");

    public static readonly Helper PReLU = new("PReLU", """"
        class PReLU(nn.Module):
            """x where it is positive, otherwise x times a slope. Slopes are broadcast along any axes."""

            def __init__(self, *sizes):
                super().__init__()
                self.weight = nn.Parameter(torch.zeros(*sizes))

            def forward(self, x):
                return torch.where(x > 0, x, self.weight * x)
        """");

    public static readonly Helper CausalMask = new("causal_mask", """"
        def causal_mask(x):
            """Returns [steps, steps] for x [N, steps, ...]: True where a step would see a later one."""
            return torch.ones(x.shape[1], x.shape[1], dtype=torch.bool, device=x.device).triu(1)
        """");

    public static readonly Helper SelfAttention = new("SelfAttention", """"
        class SelfAttention(nn.Module):
            """Attention of a sequence to itself, with sizes of keys and values that nn.MultiheadAttention does not have."""

            def __init__(self, inputs, heads, key_size, value_size, bias=True, causal=False):
                super().__init__()
                self.heads, self.causal = heads, causal
                self.query = nn.Linear(inputs, heads * key_size, bias)
                self.key = nn.Linear(inputs, heads * key_size, bias)
                self.value = nn.Linear(inputs, heads * value_size, bias)
                self.output = nn.Linear(heads * value_size, inputs, bias)

            def forward(self, x):
                query, key, value = (
                    part(x).reshape(x.shape[0], x.shape[1], self.heads, -1).transpose(1, 2)
                    for part in (self.query, self.key, self.value))
                scores = query @ key.transpose(2, 3) / key.shape[-1] ** 0.5
                if self.causal:
                    scores = scores.masked_fill(causal_mask(x), float("-inf"))
                return self.output((F.softmax(scores, dim=-1) @ value).transpose(1, 2).flatten(2))
        """", CausalMask);

    public static readonly Helper MeanOfWindows = new("mean_of_windows", """"
        def mean_of_windows(pool, x, size, stride, pads):
            """Average pooling that does not count padded places. The pads may differ at both ends."""
            counts = pool(F.pad(torch.ones_like(x[:1, :1]), pads), size, stride)
            return pool(F.pad(x, pads), size, stride) / counts
        """");

    public static readonly Helper Cells = new("Cells", """"
        class Cells(nn.Module):
            """The weights of nn.RNN, nn.LSTM or nn.GRU under the same names, for steps that these do not have."""

            def __init__(self, inputs, units, gates, bias):
                super().__init__()
                self.units = units
                self.weight_ih_l0 = nn.Parameter(torch.zeros(gates * units, inputs))
                self.weight_hh_l0 = nn.Parameter(torch.zeros(gates * units, units))
                self.bias_ih_l0 = nn.Parameter(torch.zeros(gates * units)) if bias else None
                self.bias_hh_l0 = nn.Parameter(torch.zeros(gates * units)) if bias else None

            def of_input(self, x):
                return F.linear(x, self.weight_ih_l0, self.bias_ih_l0)

            def of_state(self, h):
                return F.linear(h, self.weight_hh_l0, self.bias_hh_l0)
        """");

    public static readonly Helper Rnn = new("RNNCells", """"
        class RNNCells(Cells):
            """nn.RNN with another activation: [N, steps, inputs] becomes [N, steps, units]."""

            def __init__(self, inputs, units, activation, bias=True):
                super().__init__(inputs, units, 1, bias)
                self.activation = activation

            def forward(self, x):
                h, steps = x.new_zeros(x.shape[0], self.units), []
                for step in self.of_input(x).unbind(1):
                    h = self.activation(step + self.of_state(h))
                    steps.append(h)
                return torch.stack(steps, 1)
        """", Cells);

    public static readonly Helper Lstm = new("LSTMCells", """"
        class LSTMCells(Cells):
            """nn.LSTM with other activations: [N, steps, inputs] becomes [N, steps, units]."""

            def __init__(self, inputs, units, gate, cell, output, bias=True):
                super().__init__(inputs, units, 4, bias)
                self.gate, self.cell, self.output = gate, cell, output

            def forward(self, x):
                h = c = x.new_zeros(x.shape[0], self.units)
                steps = []
                for step in self.of_input(x).unbind(1):
                    i, f, g, o = (step + self.of_state(h)).chunk(4, dim=1)
                    c = self.gate(f) * c + self.gate(i) * self.cell(g)
                    h = self.gate(o) * self.output(c)
                    steps.append(h)
                return torch.stack(steps, 1)
        """", Cells);

    public static readonly Helper Gru = new("GRUCells", """"
        class GRUCells(Cells):
            """nn.GRU with other activations, or with the reset before the product: [N, steps, units]."""

            def __init__(self, inputs, units, gate, state, reset_after=True, bias=True):
                super().__init__(inputs, units, 3, bias)
                self.gate, self.state, self.reset_after = gate, state, reset_after

            def forward(self, x):
                h, steps = x.new_zeros(x.shape[0], self.units), []
                for step in self.of_input(x).unbind(1):
                    r, z, n = step.chunk(3, dim=1)
                    hr, hz, hn = self.of_state(h).chunk(3, dim=1)
                    r, z = self.gate(r + hr), self.gate(z + hz)
                    if not self.reset_after:
                        hn = self.of_state(r * h).chunk(3, dim=1)[2]
                    n = self.state(n + r * hn if self.reset_after else n + hn)
                    h = (1 - z) * n + z * h
                    steps.append(h)
                return torch.stack(steps, 1)
        """", Cells);

    /// <summary>All of them: no name of a printed model may be one of theirs.</summary>
    public static readonly IReadOnlyList<Helper> All =
        [RmsNorm, PReLU, CausalMask, SelfAttention, MeanOfWindows, Cells, Rnn, Lstm, Gru];
}
