namespace BatchJobs.TestPrograms;

/// <summary>Ways to write, and not to.</summary>
internal static class Output
{
    internal static int Lines(int count, int width)
    {
        using var output = new StreamWriter(Console.OpenStandardOutput(), bufferSize: 1 << 16);
        for (var i = 0; i < count; i++) output.Write($"{i} {new string('x', width)}\n");
        return 0;
    }

    internal static int AllBytes()
    {
        using var output = Console.OpenStandardOutput();
        for (var i = 0; i < 256; i++) output.Write([(byte)i, (byte)'\n']);
        return 0;
    }

    internal static int Unended(string text)
    {
        Console.Write(text);
        return 0;
    }

    internal static int Error(string text)
    {
        Console.Error.WriteLine(text);
        return 0;
    }

    internal static int Forever()
    {
        using var output = Console.OpenStandardOutput();
        var block = new byte[1 << 16];
        block.AsSpan().Fill((byte)'y');
        block[^1] = (byte)'\n';
        while (true) output.Write(block);
    }

    internal static int Flood(int megabytes)
    {
        using var output = Console.OpenStandardOutput();
        var block = new byte[1 << 20];
        block.AsSpan().Fill((byte)'y');
        for (var i = 1; i <= block.Length / 128; i++) block[(i * 128) - 1] = (byte)'\n';
        for (var i = 0; i < megabytes; i++) output.Write(block);
        output.Write("end\n"u8);
        return 0;
    }

    internal static int Close()
    {
        Console.WriteLine("closing");
        new Microsoft.Win32.SafeHandles.SafeFileHandle(1, ownsHandle: true).Dispose();
        new Microsoft.Win32.SafeHandles.SafeFileHandle(2, ownsHandle: true).Dispose();
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }

    internal static int CountInput()
    {
        using var input = Console.OpenStandardInput();
        var count = 0;
        while (input.ReadByte() >= 0) count++;
        Console.WriteLine(count);
        return 0;
    }
}
