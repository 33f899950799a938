using ModelDsl.Examples;

return CommandLine.Run(args);
