using System.Buffers.Binary;
using System.Text;

namespace ModelDsl.Pickles;

/// <summary>
/// Reads the pickle of a state dict: values, containers, tensors. A pickle is a program that may call any function of Python. This reader
/// calls nothing: <see cref="StateDictNames"/> knows the few names that a state dict needs, and every other name is an error.
/// </summary>
/// <remarks>Source: Python's <c>pickletools.py</c>, protocols 2 to 5, and PyTorch's <c>_weights_only_unpickler.py</c>.</remarks>
internal sealed class PickleReader(ReadOnlyMemory<byte> bytes)
{
    private static readonly object Mark = new();
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<object?> stack = [];
    private readonly Dictionary<long, object?> memo = [];
    private int position;

    /// <summary>Returns the value of a pickle.</summary>
    /// <exception cref="PickleFault">The pickle is damaged, or holds more than a state dict.</exception>
    public static object? Read(ReadOnlyMemory<byte> bytes) => new PickleReader(bytes).Run();

    private object? Run()
    {
        while (true)
        {
            var opcode = Take(1)[0];
            if (opcode == '.') return Pop();
            Do(opcode);
        }
    }

    private void Do(byte opcode)
    {
        switch (opcode)
        {
            case 0x80: CheckProtocol(Take(1)[0]); break;
            case 0x95: Take(8); break;
            case (byte)'(': stack.Add(Mark); break;
            case (byte)'0': Pop(); break;
            case (byte)'1': PopToMark(); break;
            case (byte)'2': stack.Add(Top()); break;

            case (byte)'N': stack.Add(null); break;
            case 0x88: stack.Add(true); break;
            case 0x89: stack.Add(false); break;
            case (byte)'J': stack.Add((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4))); break;
            case (byte)'K': stack.Add((long)Take(1)[0]); break;
            case (byte)'M': stack.Add((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); break;
            case 0x8a: stack.Add(Whole(Take(Take(1)[0]))); break;
            case (byte)'G': stack.Add(BinaryPrimitives.ReadDoubleBigEndian(Take(8))); break;

            case (byte)'X': stack.Add(Text(Take(Length(4)))); break;
            case 0x8c: stack.Add(Text(Take(Length(1)))); break;
            case 0x8d: stack.Add(Text(Take(Length(8)))); break;
            // Strings of Python 2, and bytes: a state dict has them only beside its weights.
            case (byte)'U' or (byte)'C': Take(Length(1)); stack.Add(null); break;
            case (byte)'T' or (byte)'B': Take(Length(4)); stack.Add(null); break;
            case 0x8e: Take(Length(8)); stack.Add(null); break;

            case (byte)')': stack.Add(new PickleTuple([])); break;
            case (byte)'t': stack.Add(new PickleTuple(PopToMark())); break;
            case 0x85 or 0x86 or 0x87: stack.Add(new PickleTuple(PopSome(opcode - 0x84))); break;
            case (byte)']' or 0x8f: stack.Add(new PickleList()); break;
            case (byte)'l': Append(new PickleList(), PopToMark(), push: true); break;
            case (byte)'a': AppendTo(PopSome(1)); break;
            case (byte)'e' or 0x90: AppendTo(PopToMark()); break;
            case (byte)'}': stack.Add(new PickleDict()); break;
            case (byte)'d': SetItems(PopToMark(), new PickleDict(), push: true); break;
            case (byte)'s': SetItems(PopSome(2)); break;
            case (byte)'u': SetItems(PopToMark()); break;

            case (byte)'h': stack.Add(Recall(Take(1)[0])); break;
            case (byte)'j': stack.Add(Recall(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)))); break;
            case (byte)'q': memo[Take(1)[0]] = Top(); break;
            case (byte)'r': memo[BinaryPrimitives.ReadUInt32LittleEndian(Take(4))] = Top(); break;
            case 0x94: memo[memo.Count] = Top(); break;

            case (byte)'c': stack.Add(StateDictNames.Checked(Line(), Line())); break;
            case 0x93: StackName(); break;
            case (byte)'R' or 0x81: Call(Pop(), Pop()); break;
            case (byte)'b': SetState(Pop(), Top()); break;
            case (byte)'Q': stack.Add(StateDictNames.Storage(Pop())); break;
            default: throw new PickleFault($"its pickle has the instruction 0x{opcode:x2} at byte {position - 1}, which no state dict has");
        }
    }

    private static void CheckProtocol(int protocol)
    {
        if (protocol is < 2 or > 5) throw new PickleFault($"its pickle has protocol {protocol}, but only 2 to 5 are read");
    }

    private void StackName()
    {
        if (PopSome(2) is not [string module, string name]) throw Damaged();
        stack.Add(StateDictNames.Checked(module, name));
    }

    private void Call(object? arguments, object? function)
    {
        if (function is not PickleName name || arguments is not PickleTuple tuple) throw Damaged();
        stack.Add(StateDictNames.Call(name, tuple.Items));
    }

    /// <summary>An OrderedDict of PyTorch has versions of its modules as an attribute, and a parameter may have attributes, too.</summary>
    private void SetState(object? state, object? target)
    {
        if (target is not (PickleDict or PickleTensor) || state is not (PickleDict or PickleTuple)) throw Damaged();
    }

    private void AppendTo(object?[] items)
    {
        if (Top() is not PickleList list) throw Damaged();
        Append(list, items, push: false);
    }

    private void Append(PickleList list, object?[] items, bool push)
    {
        list.Items.AddRange(items);
        if (push) stack.Add(list);
    }

    private void SetItems(object?[] items, PickleDict? made = null, bool push = false)
    {
        if ((made ?? Top()) is not PickleDict dict || items.Length % 2 != 0) throw Damaged();
        for (var i = 0; i < items.Length; i += 2) dict.Items.Add((items[i], items[i + 1]));
        if (push) stack.Add(dict);
    }

    private object? Recall(long key) => memo.TryGetValue(key, out var value) ? value : throw Damaged();

    private object? Top() => stack.Count > 0 && stack[^1] != Mark ? stack[^1] : throw Damaged();

    private object? Pop()
    {
        var top = Top();
        stack.RemoveAt(stack.Count - 1);
        return top;
    }

    private object?[] PopSome(int count)
    {
        var items = new object?[count];
        for (var i = count - 1; i >= 0; i--) items[i] = Pop();
        return items;
    }

    private object?[] PopToMark()
    {
        var at = stack.LastIndexOf(Mark);
        if (at < 0) throw Damaged();
        object?[] items = [.. stack[(at + 1)..]];
        stack.RemoveRange(at, stack.Count - at);
        return items;
    }

    private int Length(int size)
    {
        var length = size switch
        {
            1 => Take(1)[0],
            4 => BinaryPrimitives.ReadUInt32LittleEndian(Take(4)),
            _ => BinaryPrimitives.ReadUInt64LittleEndian(Take(8)),
        };
        return length <= (ulong)(bytes.Length - position) ? (int)length : throw Damaged();
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > bytes.Length - position) throw Damaged();
        var taken = bytes.Span.Slice(position, count);
        position += count;
        return taken;
    }

    private string Line()
    {
        var length = bytes.Span[position..].IndexOf((byte)'\n');
        if (length < 0) throw Damaged();
        var line = Text(Take(length));
        position++;
        return line;
    }

    /// <summary>Returns a whole number; a number of more than eight bytes is not part of a tensor, so its value is not kept.</summary>
    private static object? Whole(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 8) return null;
        var value = bytes.Length > 0 && (bytes[^1] & 0x80) != 0 ? -1L : 0L;
        for (var i = bytes.Length - 1; i >= 0; i--) value = value << 8 | bytes[i];
        return value;
    }

    private string Text(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw Damaged();
        }
    }

    private PickleFault Damaged() => new($"its pickle is damaged at byte {position}");
}
