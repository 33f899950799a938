using ModelDsl.Service;

return await CommandLine.Run(args);
