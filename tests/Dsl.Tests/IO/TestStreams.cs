namespace ModelDsl.Tests.IO;

/// <summary>Streams as programs meet them: of a network, of a broken disk, of code that nobody has tried.</summary>
internal static class TestStreams
{
    /// <summary>A stream that does not know its length, and gives from one byte to a few at a time.</summary>
    public sealed class Trickle(byte[] bytes, int most = 7, int seed = 1) : Forward
    {
        private readonly System.Random chance = new(seed);
        private int at;

        public override int Read(byte[] buffer, int offset, int count)
        {
            var given = Math.Min(Math.Min(count, bytes.Length - at), chance.Next(1, most + 1));
            bytes.AsSpan(at, given).CopyTo(buffer.AsSpan(offset));
            at += given;
            return given;
        }
    }

    /// <summary>A stream that throws after some bytes.</summary>
    public sealed class Broken(byte[] bytes, int good, Exception fault) : Forward
    {
        private int at;

        public override bool CanWrite => true;

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (at == good) throw fault;
            var given = Math.Min(count, good - at);
            bytes.AsSpan(at, given).CopyTo(buffer.AsSpan(offset));
            at += given;
            return given;
        }

        public override void Write(byte[] buffer, int offset, int count) => throw fault;
    }

    /// <summary>A stream that says that it is longer than it is.</summary>
    public sealed class Liar(byte[] bytes) : MemoryStream(bytes)
    {
        public override long Length => base.Length + 1_000_000_000_000;
    }

    /// <summary>A stream without positions.</summary>
    public abstract class Forward : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
