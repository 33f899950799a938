Console.WriteLine("ModelDsl");
